/** Pictures of packets, each drawn once and then copied. */

/** Round among hypervisors, a diamond in the logical network, a square where a copy is dropped. */
export type DotShape = 'round' | 'diamond' | 'square';

const pictures = new Map<string, HTMLCanvasElement>();
/** Zooming makes new sizes; nobody needs them all. */
const most = 200;

/** `size`: half the width, in the canvas' own pixels. */
export function dotOf(shape: DotShape, size: number, fill: string, rim: string): HTMLCanvasElement {
  const key = `${shape} ${size} ${fill} ${rim}`;
  const known = pictures.get(key);
  if (known) return known;
  const picture = drawDot(shape, size, fill, rim);
  if (pictures.size >= most) pictures.clear();
  pictures.set(key, picture);
  return picture;
}

function drawDot(shape: DotShape, size: number, fill: string, rim: string): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = picture.height = Math.ceil(size * 2 + 8);
  const context = picture.getContext('2d');
  if (!context) return picture;
  context.translate(picture.width / 2, picture.height / 2);
  const path = new Path2D();
  if (shape === 'round') path.arc(0, 0, size, 0, 2 * Math.PI);
  else if (shape === 'square') path.rect(-size * 0.85, -size * 0.85, size * 1.7, size * 1.7);
  else {
    path.moveTo(0, -size);
    path.lineTo(size, 0);
    path.lineTo(0, size);
    path.lineTo(-size, 0);
    path.closePath();
  }
  context.strokeStyle = rim;
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.stroke(path);
  context.fillStyle = fill;
  context.fill(path);
  return picture;
}
