/** The graph itself: React Flow around cards of switches, routers, physical networks and chassis. */
import { Controls, Handle, Position, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import type { Edge, Node, NodeMouseHandler, NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { memo, useCallback, useEffect, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { Button } from '../kit';
import type { ImportedNetwork, TraceView } from '../bridge/imported';
import { selectThing, useAddress } from './address';
import css from './graph.module.css';
import type { PlacedCard } from './graph-cards';
import { graphOf, type Graph } from './graph-model';
import { useReal } from './store';
import { parseThing } from './things';

type CardNode = Node<
  { readonly card: PlacedCard; readonly lit: boolean; readonly on: boolean; readonly litIn: number },
  'card'
>;

/** Chips that were opened; of the network that is open. */
const openChips = createStore<{ readonly network: ImportedNetwork | null; readonly keys: ReadonlySet<string> }>(() => ({
  network: null,
  keys: new Set(),
}));

function toggleChip(network: ImportedNetwork, key: string): void {
  openChips.setState((held) => {
    const next = new Set(held.network === network ? held.keys : []);
    if (!next.delete(key)) next.add(key);
    return { network, keys: next };
  });
}

const NONE: ReadonlySet<string> = new Set();
const nodeTypes = { card: memo(CardView) };
const labels = { 'node.a11yDescription.default': 'Press Enter to select.' };
const fit = { padding: 0.08, maxZoom: 1 };

export function NetworkGraph({ network }: { readonly network: ImportedNetwork }) {
  return (
    <ReactFlowProvider>
      <Flow network={network} />
    </ReactFlowProvider>
  );
}

function Flow({ network }: { readonly network: ImportedNetwork }) {
  const held = useStore(openChips);
  const open = held.network === network ? held.keys : NONE;
  const graph = useMemo(() => graphOf(network, open), [network, open]);
  const trace = useReal((real) => real.trace);
  const on = parseThing(useAddress().params.on);
  const selected =
    on === null
      ? ''
      : on.kind === 'datapath' || on.kind === 'port'
        ? on.id
        : on.kind === 'row'
          ? `chassis:${on.uuid}`
          : '';
  const crossed = useMemo(() => crossedBy(trace), [trace]);
  const nodes = useMemo(() => graph.cards.map((card) => nodeOf(card, crossed, selected)), [graph, crossed, selected]);
  const edges = useMemo(() => edgesOf(graph, crossed), [graph, crossed]);
  const flow = useReactFlow();
  useEffect(() => {
    // The cards are measured by us: they can be brought into view before they are drawn.
    const frame = requestAnimationFrame(() => void flow.fitView(fit));
    return () => cancelAnimationFrame(frame);
  }, [flow, graph]);
  const onNodeClick: NodeMouseHandler<CardNode> = useCallback((_, { data: { card } }) => choose(card), []);
  return (
    <section className={css.graph} aria-label="Graph of the network">
      <Tools network={network} graph={graph} open={open} />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodeClick={onNodeClick}
        onPaneClick={() => selectThing(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        minZoom={0.03}
        maxZoom={2}
        ariaLabelConfig={labels}
      >
        <Controls showInteractive={false} position="bottom-right" fitViewOptions={fit} />
      </ReactFlow>
    </section>
  );
}

function choose({ id, kind }: PlacedCard): void {
  if (kind === 'switch' || kind === 'router') selectThing({ kind: 'datapath', id });
  else if (kind === 'chassis')
    selectThing({ kind: 'row', side: 'southbound', table: 'Chassis', uuid: id.slice('chassis:'.length) });
}

/** The datapaths that the traced packet crosses. */
function crossedBy(trace: TraceView | null): ReadonlySet<string> {
  return new Set(trace?.sections.flatMap(({ datapath }) => datapath?.id ?? []));
}

function nodeOf(card: PlacedCard, crossed: ReadonlySet<string>, selected: string): CardNode {
  const { id, x, y, width, height, chips, title, kind, note } = card;
  return {
    id,
    type: 'card',
    position: { x, y },
    width,
    height,
    ariaLabel: `${kind === 'fold' ? '' : `${kind} `}${title}${note === '' ? '' : `, ${note}`}`,
    data: {
      card,
      lit: crossed.has(id),
      on: id === selected,
      litIn: chips.filter(({ isOpen, members }) => !isOpen && members.some((member) => crossed.has(member))).length,
    },
  };
}

function edgesOf({ lines, cards }: Graph, crossed: ReadonlySet<string>): Edge[] {
  const tops = new Map(cards.map(({ id, y }) => [id, y]));
  return lines.map(({ id, from, to, kind }) => {
    const isDown = (tops.get(from) ?? 0) <= (tops.get(to) ?? 0);
    const [source, target] = isDown ? [from, to] : [to, from];
    const lit = crossed.has(from) && crossed.has(to);
    return { id, source, target, className: `${css.line ?? ''} ${css[kind] ?? ''} ${lit ? (css.lit ?? '') : ''}` };
  });
}

function CardView({ data: { card, lit, on, litIn } }: NodeProps<CardNode>) {
  const network = useReal((real) => real.network);
  const { title, note, kind, chips } = card;
  return (
    <div className={css.card} data-kind={kind} data-lit={lit} data-on={on}>
      <Handle type="target" position={Position.Top} className={css.handle} isConnectable={false} />
      <strong title={title}>{title}</strong>
      <span title={note}>{note}</span>
      {chips.length === 0 ? null : (
        <div className={css.chips}>
          {chips.map(({ key, label, isOpen }) => (
            <button
              key={key}
              type="button"
              className="nodrag nopan"
              aria-expanded={isOpen}
              data-lit={litIn > 0 && !isOpen}
              title={isOpen ? 'Fold them away' : 'Show them'}
              onClick={(event) => {
                event.stopPropagation();
                if (network !== null) toggleChip(network, key);
              }}
            >
              {isOpen ? `− ${label}` : `+ ${label}`}
            </button>
          ))}
        </div>
      )}
      <Handle type="source" position={Position.Bottom} className={css.handle} isConnectable={false} />
    </div>
  );
}

interface ToolsProps {
  readonly network: ImportedNetwork;
  readonly graph: Graph;
  readonly open: ReadonlySet<string>;
}

function Tools({ network, graph, open }: ToolsProps) {
  const flow = useReactFlow();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [wanted, setWanted] = useState<string | null>(null);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hits =
    words.length === 0
      ? []
      : network.datapaths.filter((datapath) => {
          const told = [
            datapath.title,
            datapath.name,
            ...datapath.ports.flatMap(({ name, title, addresses }) => [name, title, ...addresses]),
          ];
          return told.some((one) => words.every((word) => one.toLowerCase().includes(word)));
        });
  useEffect(() => {
    const card = wanted === null ? undefined : graph.cards.find(({ id }) => id === wanted);
    if (card === undefined) return undefined;
    // After the view of the whole graph that follows when something is unfolded.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        void flow.setCenter(card.x + card.width / 2, card.y + card.height / 2, { zoom: 1 });
        setWanted(null);
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, [wanted, graph, flow]);
  const go = () => {
    const hit = hits[at % Math.max(1, hits.length)];
    if (hit === undefined) return;
    for (const key of graph.hidden.get(hit.id) ?? []) if (!open.has(key)) toggleChip(network, key);
    selectThing({ kind: 'datapath', id: hit.id });
    setWanted(hit.id);
    setAt(at + 1);
  };
  return (
    <form
      className={css.tools}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <input
        type="search"
        aria-label="Find on the graph"
        placeholder="Find: name, MAC or IP address"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <output>{words.length === 0 ? '' : hits.length === 0 ? 'none' : `${hits.length} found, Enter goes there`}</output>
      {open.size === 0 ? null : <Button onClick={() => openChips.setState({ network, keys: NONE })}>Fold all</Button>}
    </form>
  );
}
