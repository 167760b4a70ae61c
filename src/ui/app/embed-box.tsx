/** What is shared, as a frame for another page: which part, how large, and the code to copy. */
import { useRef, useState } from 'react';
import { say } from '../actions';
import { Button, SelectField } from '../kit';
import { useMirror } from '../state';
import { snippetOf } from './embed-snippet';
import type { Snippet, SnippetPart } from './embed-snippet';
import share from './share.module.css';

const PARTS: readonly { readonly value: SnippetPart; readonly of: string; readonly label: string }[] = [
  { value: 'trace', of: 'lab', label: 'The trace' },
  { value: 'graph', of: 'lab', label: 'The graph' },
  { value: 'match', of: 'match', label: 'The match' },
  { value: 'lesson', of: 'lesson', label: 'The lesson and its lab' },
];
const SIZES = ['800 x 520', '480 x 320', '1200 x 300'].map((size) => ({ value: size, label: size }));
const THEMES = [
  { value: 'system', label: 'As the reader likes it' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function EmbedBox({ link, kind }: { readonly link: string; readonly kind: string }) {
  const parts = PARTS.filter(({ of }) => of === kind);
  const name = useMirror((m) => m.scenario.name);
  const field = useRef<HTMLTextAreaElement>(null);
  const [part, setPart] = useState(parts[0]?.value ?? 'trace');
  const [size, setSize] = useState('800 x 520');
  const [theme, setTheme] = useState<Snippet['theme']>('system');
  const [readonly, setReadonly] = useState(part !== 'lesson');
  const [paused, setPaused] = useState(true);
  const [width = 0, height = 0] = size.split(' x ').map(Number);
  const title = part === 'match' ? 'a match' : name;
  const text = snippetOf(link, title, { part, width, height, readonly, paused, theme });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say('Code copied');
    } catch {
      field.current?.select();
      say('Press Ctrl+C to copy the code');
    }
  };
  return (
    <div className={share.embed}>
      <div className={share.choices}>
        {parts.length > 1 ? (
          <SelectField
            label="Show"
            value={part}
            options={parts}
            onChange={(value) => setPart(parts.find((known) => known.value === value)?.value ?? 'trace')}
          />
        ) : null}
        <SelectField label="Size" value={size} options={SIZES} onChange={setSize} />
        <SelectField
          label="Theme"
          value={theme}
          options={THEMES}
          onChange={(value) => setTheme(value === 'light' || value === 'dark' ? value : 'system')}
        />
      </div>
      <div className={share.what}>
        {part === 'lesson' ? null : (
          <label>
            <input type="checkbox" checked={readonly} onChange={() => setReadonly(!readonly)} />
            To read only
          </label>
        )}
        {part === 'trace' || part === 'graph' ? (
          <label>
            <input type="checkbox" checked={!paused} onChange={() => setPaused(!paused)} />
            Plays by itself
          </label>
        ) : null}
      </div>
      <textarea ref={field} className="mono" aria-label="Code to embed this" readOnly rows={4} value={text} />
      <Button onClick={() => void copy()}>Copy code</Button>
      <p>For any site that may show frames. Nothing is kept in the reader’s browser.</p>
    </div>
  );
}
