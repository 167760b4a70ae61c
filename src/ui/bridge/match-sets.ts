/** Members of an address set as typed or pasted: what is an address, and what is not and why. Pure. */
import { readMembers } from '../../engine/recognise';

export interface SetMembers {
  readonly members: readonly string[];
  readonly problems: readonly { readonly text: string; readonly problem: string }[];
}

export function readSetMembers(text: string): SetMembers {
  const members: string[] = [];
  const problems: { text: string; problem: string }[] = [];
  for (const { text: member, problem } of readMembers(text)) {
    if (problem === null) members.push(member);
    else problems.push({ text: member, problem });
  }
  return { members, problems };
}
