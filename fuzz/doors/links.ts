/** Links of the lab and of the match lab: damaged as text, or sound on the outside with anything inside. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { utf8Encode, type Result } from '../../src/engine/base';
import {
  decodeLink,
  encodeLink,
  openScenario,
  packContent,
  parseDocument,
  seal,
  type Compression,
  type LinkContent,
} from '../../src/engine/scenario';
import {
  decodeMatchLink,
  encodeMatchLink,
  matchStateJson,
  readMatchState,
  type MatchState,
} from '../../src/ui/bridge/match-link';
import { readMatchAddress, writeMatchAddress } from '../../src/ui/bridge/match-address';
import type { ProjectRule } from '../../src/ui/bridge/match-protocol';
import type { Chance } from '../chance';
import { type Door, must, mustEqual } from '../door';
import { matchExpression } from '../grammars/match';
import { drawn } from '../grammars/values';
import { mutateJson, mutateText, readJson } from '../mutate';
import { once, recorded } from '../recordings';
import { opensAsTheSame } from './deployments';
import { DOCUMENTS } from './scenarios';

/** The platform's, without its waiting: thousands of links a second. */
const compression: Compression = {
  deflate: (bytes) => Promise.resolve(new Uint8Array(deflateRawSync(bytes))),
  inflate: (bytes, limit) =>
    new Promise((resolve) => {
      resolve(new Uint8Array(inflateRawSync(bytes, { maxOutputLength: limit })));
    }),
};

/** A link whose checksum is right, whatever JSON it holds. */
function linkOf(json: string): string {
  const bytes = utf8Encode(json);
  return seal(bytes, deflateRawSync(bytes));
}

const CONTENTS = once(() =>
  DOCUMENTS().map((text) => `{"scenario":${text},"extras":{"packet":"packet-1","step":3,"pane":"trace"}}`),
);
const PACKED = once(() =>
  DOCUMENTS().flatMap((json) => {
    const document = parseDocument(json);
    return document.ok ? [packContent({ scenario: document.value, extras: { pane: 'trace' } })] : [];
  }),
);
/** In every form: JSON, packed and deflated, packed and coded. */
const LINKS = once(() => [
  ...CONTENTS().map(linkOf),
  ...PACKED().map((text) => `b.${linkOf(text)}`),
  ...recorded('links/v2-packed', 'link').slice(0, 10),
]);

async function throughALink(content: LinkContent): Promise<Result<LinkContent>> {
  const link = await encodeLink(content, compression);
  return link.ok ? decodeLink(link.value, compression) : link;
}

export const linkText: Door = {
  id: 'link-text',
  title: 'link, damaged text',
  form: 'text',
  span: 1,
  cost: 3,
  setups: [''],
  draw: (chance, pool) => {
    const change = (text: string) => mutateText(text, LINKS(), chance);
    return drawn(chance, LINKS(), pool, () => change(chance.pick(LINKS())), change);
  },
  open: () => ({
    async feed(text) {
      const content = await decodeLink(text, compression);
      if (!content.ok) return content.error.code;
      const again = await throughALink(content.value);
      must(again.ok, 'an encoded link is refused');
      mustEqual(JSON.stringify(content.value), JSON.stringify(again.ok ? again.value : null), 'the content of a link');
      return 'ok';
    },
  }),
};

export const linkJson: Door = {
  id: 'link-json',
  title: 'link, valid checksum, mutated JSON',
  form: 'json',
  span: 1,
  cost: 60,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : chance.pick(CONTENTS());
    return JSON.stringify(mutateJson(readJson(base), chance));
  },
  open: () => ({
    async feed(json) {
      const content = await decodeLink(linkOf(json), compression);
      if (!content.ok) return content.error.code + content.error.message.replace(/\S*\d\S*/g, '_').slice(0, 40);
      const again = await throughALink(content.value);
      mustEqual(JSON.stringify(content.value), JSON.stringify(again.ok ? again.value : null), 'the content of a link');
      const opened = openScenario(content.value.scenario);
      if (!opened.ok) return `does not open: ${opened.error.message.replace(/\S*\d\S*/g, '_').slice(0, 40)}`;
      opensAsTheSame(opened.value.deployment);
      return 'opens';
    },
  }),
};

export const linkPacked: Door = {
  id: 'link-packed',
  title: 'link, valid checksum, mutated packed text',
  form: 'json',
  span: 1,
  cost: 60,
  setups: [''],
  draw: (chance, pool) => {
    const base = pool.length > 0 && chance.oneIn(3) ? chance.pick(pool) : chance.pick(PACKED());
    return JSON.stringify(mutateJson(readJson(base), chance));
  },
  open: () => ({
    async feed(json) {
      const content = await decodeLink(`b.${linkOf(json)}`, compression);
      if (!content.ok) return content.error.code + content.error.message.replace(/\S*\d\S*/g, '_').slice(0, 40);
      const again = await throughALink(content.value);
      mustEqual(JSON.stringify(content.value), JSON.stringify(again.ok ? again.value : null), 'the content of a link');
      const opened = openScenario(content.value.scenario);
      if (!opened.ok) return `does not open: ${opened.error.message.replace(/\S*\d\S*/g, '_').slice(0, 40)}`;
      return 'opens';
    },
  }),
};

function matchState(chance: Chance): MatchState {
  const rules = chance.some(
    (): ProjectRule => ({
      kind: 'acl',
      owner: 'sw0',
      direction: chance.pick(['from-lport', 'to-lport']),
      stage: 0,
      stageName: '',
      afterLb: chance.oneIn(2),
      priority: 1000,
      match: matchExpression(chance),
      action: 'drop',
      name: '',
    }),
    2,
  );
  return {
    templates: chance.some(() => ({ name: 'LEFT', members: '10.0.0.1' }), 1),
    rules,
    rule: rules.length === 0 || chance.oneIn(2) ? null : 0,
    text: matchExpression(chance),
    symbols: chance.pick(['2015', 'today']),
    addressSets: chance.some(() => ({ name: 'set1', members: '10.0.0.1, 10.0.0.2' }), 2),
    portGroups: [],
    ports: chance.oneIn(2) ? null : [{ name: 'lsp1', key: 1 }],
    packets: chance.some(() => ({ id: 'a', name: 'a', kind: 'microflow', text: 'ip4', inport: '', outport: '' }), 2),
    focus: chance.oneIn(2) ? null : 'a',
    other: '',
  };
}

/** JSON behind a sound checksum, or where it begins with `#` the text of the link itself, with `?` a readable address. */
export const matchLink: Door = {
  id: 'match-link',
  title: 'match lab link',
  form: 'text',
  span: 1,
  cost: 4,
  setups: [''],
  draw: (chance) => {
    const json = JSON.stringify(readJson(matchStateJson(matchState(chance))));
    if (chance.oneIn(4)) return `#${mutateText(linkOf(json), [], chance)}`;
    if (chance.oneIn(3)) return `?${mutateText(writeMatchAddress(matchState(chance)) ?? 'e=ip4', [], chance)}`;
    return chance.oneIn(2) ? JSON.stringify(mutateJson(readJson(json), chance)) : mutateText(json, [], chance);
  },
  open: () => ({
    async feed(input) {
      if (input.startsWith('?')) return readable(input.slice(1));
      const read = await decodeMatchLink(input.startsWith('#') ? input.slice(1) : linkOf(input));
      if (!read.ok) return read.error.code + read.error.message.slice(-30);
      const again = await decodeMatchLink(await encodeMatchLink(read.value));
      mustEqual(JSON.stringify(read.value), JSON.stringify(again.ok ? again.value : null), 'the content of a link');
      const kept = readMatchState(JSON.parse(matchStateJson(read.value)));
      must(kept.ok, 'what is kept is refused');
      return 'ok';
    },
  }),
};

/** What is read is written again as something that is read as the same, or cannot be written readably. */
function readable(address: string): string {
  const read = readMatchAddress(new Map(new URLSearchParams(address)));
  if (!read.ok) return read.error.code + read.error.message.slice(-12);
  const written = writeMatchAddress(read.value);
  if (written === undefined) return 'not readable';
  const again = readMatchAddress(new Map(new URLSearchParams(written)));
  mustEqual(JSON.stringify(again.ok ? again.value : null), JSON.stringify(read.value), 'the content of an address');
  return 'ok';
}
