/** Text of others: paragraphs, lists, code and bold, as elements and never as HTML. */
import { Fragment } from 'react';
import type { ReactNode } from 'react';

export function Prose({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/\n\s*\n/).map((block, index) => {
        const lines = block.split('\n').filter((line) => line.trim() !== '');
        if (lines.length === 0) return null;
        if (lines.every((line) => /^\s*-\s/.test(line)))
          return (
            <ul key={index}>
              {lines.map((line, place) => (
                <li key={place}>{inline(line.replace(/^\s*-\s+/, ''))}</li>
              ))}
            </ul>
          );
        return <p key={index}>{inline(lines.join(' '))}</p>;
      })}
    </>
  );
}

function inline(text: string): ReactNode {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((piece, index) => {
    if (piece.length > 2 && piece.startsWith('`') && piece.endsWith('`'))
      return <code key={index}>{piece.slice(1, -1)}</code>;
    if (piece.length > 4 && piece.startsWith('**') && piece.endsWith('**'))
      return <b key={index}>{piece.slice(2, -2)}</b>;
    return <Fragment key={index}>{piece}</Fragment>;
  });
}
