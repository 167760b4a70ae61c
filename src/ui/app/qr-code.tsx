/** A link as a QR code, black on white in both themes, as phones want it. */
import { encode } from 'uqr';
import css from './share.module.css';

/** Rem a module: three pixels at the default size, which a camera still tells apart. */
const MODULE = 0.1875;
const LEAST = 10;

export function QrCode({ text }: { text: string }) {
  const { size, data } = encode(text, { ecc: 'L', border: 3 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      className={css.qr}
      style={{ width: `${Math.max(LEAST, size * MODULE)}rem` }}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label="QR code of the link"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
