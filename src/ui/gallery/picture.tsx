/** A network in small: switches above with their ports, hypervisors below, a line from each port to where it is plugged in. */
import { useEffect, useRef, useState } from 'react';
import { engine, isReplaced } from '../bridge';
import type { GalleryPicture } from '../bridge';
import { drawingOf } from './drawing';
import css from './gallery.module.css';

/** It is asked for once the card comes into sight. */
export function Picture({ id }: { readonly id: string }) {
  const [picture, setPicture] = useState<GalleryPicture | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        seen.disconnect();
        engine()
          .galleryPicture(id)
          .then(setPicture, (error: unknown) => {
            // Without it the card is as good.
            if (!isReplaced(error)) throw error;
          });
      },
      { rootMargin: '200px' },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, [id]);
  return (
    <div ref={box} className={css.picture} aria-hidden>
      {picture ? <Drawing picture={picture} /> : null}
    </div>
  );
}

function Drawing({ picture }: { readonly picture: GalleryPicture }) {
  const { width, height, switches, machines, lines, dots } = drawingOf(picture);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} data-drawn>
      {lines.map(({ from, to }, index) => (
        <path key={index} d={`M${from.x} ${from.y} C${from.x} ${from.y + 26} ${to.x} ${to.y - 26} ${to.x} ${to.y}`} />
      ))}
      {switches.map(({ x, y, w, name }) => (
        <g key={name} data-kind="switch">
          <rect x={x} y={y} width={w} height={28} rx={14} />
          <text x={x + w / 2} y={y + 18}>
            {name}
          </text>
        </g>
      ))}
      {machines.map(({ x, y, w, name }) => (
        <g key={name} data-kind="machine">
          <rect x={x} y={y} width={w} height={28} rx={4} />
          <text x={x + w / 2} y={y + 18}>
            {name}
          </text>
        </g>
      ))}
      {dots.map(({ x, y, plugged }, index) => (
        <circle key={index} cx={x} cy={y} r={3.5} data-plugged={plugged} />
      ))}
    </svg>
  );
}
