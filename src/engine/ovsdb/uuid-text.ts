/** UUIDs as rows hold them: lower case. Checked by hand, since a commit may carry tens of thousands. */
import { isUuid, type Uuid } from '../base';

/** The UUID that a text stands for, in lower case; the very same string where it is so already. */
export function toUuid(text: string): Uuid | undefined {
  if (isCanonicalUuid(text)) return text;
  const lower = text.toLowerCase();
  return isUuid(lower) ? lower : undefined;
}

/** True for a UUID (RFC 4122) written with lower-case digits. */
export function isCanonicalUuid(text: string): text is Uuid {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 0x2d) return false;
    } else if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) {
      return false;
    }
  }
  return true;
}
