/** What matches name and nobody has defined. */
import { lex, type Token } from '../../engine/match';
import type { MatchContext, MissingName } from './match-protocol';
import { noPortIn } from './match-tables';

const KINDS: Partial<Readonly<Record<Token['type'], MissingName['kind']>>> = {
  'address-set': 'address-set',
  'port-group': 'port-group',
  template: 'template',
  string: 'port',
};

/** Each name once, in the order of the texts. */
export function missingIn(texts: readonly string[], context: MatchContext): readonly MissingName[] {
  const ports = new Set(context.ports.map((port) => port.name));
  const isKnown = ({ kind, name }: MissingName): boolean => {
    switch (kind) {
      case 'address-set':
        return context.addressSets[name] !== undefined;
      case 'port-group':
        return context.portGroups[name] !== undefined;
      case 'template':
        return context.templates?.[name] !== undefined;
      case 'port':
        return ports.has(name) || (name !== '' && name === noPortIn(context.symbols));
    }
  };
  const found = new Map<string, MissingName>();
  for (const text of texts) {
    for (const { type, text: name } of /[$@^"]/.test(text) ? lex(text) : []) {
      const kind = KINDS[type];
      if (kind !== undefined && !isKnown({ kind, name })) found.set(`${kind} ${name}`, { kind, name });
    }
  }
  return [...found.values()];
}
