/** Finds things on the graph: Enter walks the hits, and the view goes there. */
import { useReactFlow } from '@xyflow/react';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../kit';
import { select, useMirror } from '../../state';
import css from './tools.module.css';
import { hitsOf } from './find';
import { viewWasMoved } from './show-new';
import { setFinding } from './view';

export function FindBox() {
  const model = useMirror((m) => m.model);
  const flow = useReactFlow();
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const hits = useMemo(() => hitsOf(model, text), [model, text]);
  const go = (by: number) => {
    if (hits.length === 0) return;
    const next = (Math.max(at, by > 0 ? -1 : 0) + by + hits.length) % hits.length;
    const hit = hits[next];
    const node = hit && flow.getNode(hit.card);
    if (!hit || !node) return;
    setAt(next);
    select(hit.key);
    viewWasMoved();
    const { x, y } = node.position;
    void flow.setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, {
      zoom: Math.max(0.8, flow.getZoom()),
    });
  };
  const close = () => {
    setFinding(false);
    document.querySelector<HTMLElement>('.react-flow__node.selected')?.focus();
  };
  return (
    <form
      role="search"
      className={css.find}
      onSubmit={(event) => {
        event.preventDefault();
        go(1);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        else if (event.key === 'Enter' && event.shiftKey) {
          event.preventDefault();
          go(-1);
        }
      }}
    >
      <input
        ref={(field) => field?.focus()}
        type="search"
        placeholder="Name, MAC or IP address"
        aria-label="Find on the graph"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
        }}
      />
      <output>
        {text.trim() === '' ? '' : hits.length === 0 ? 'none' : `${at < 0 ? '' : `${at + 1} of `}${hits.length}`}
      </output>
      <Button icon look="quiet" aria-label="Close" onClick={close}>
        <X size={14} aria-hidden />
      </Button>
    </form>
  );
}
