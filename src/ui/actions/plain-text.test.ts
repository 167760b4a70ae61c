import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './plain-text';

test.each([
  ['ovn-nbctl lswitch-list\n', 'ovn-nbctl lswitch-list\n', null],
  ['Schlüssel 😀 日本 «x» 5′ a–b', 'Schlüssel 😀 日本 «x» 5′ a–b', null],
  ['ovs-vsctl\u00a0show', 'ovs-vsctl show', '1 no-break space was made plain.'],
  ['a\u00a0b\u202fc\u00a0‘d’', "a b c 'd'", '3 no-break spaces and 2 curly quotes were made plain.'],
  ['“x” \u2003\u200b|\ufeff', '"x"  |', '2 invisible characters, 1 unusual blank and 2 curly quotes were made plain.'],
  ['ovn\u2011nbctl \u2212x', 'ovn-nbctl -x', '2 unusual hyphens were made plain.'],
  ['ovn-nbctl —db=x show', 'ovn-nbctl --db=x show', '1 long dash was made plain.'],
  ['ovs-ofctl –strict del-flows', 'ovs-ofctl --strict del-flows', '1 long dash was made plain.'],
  ['ovs-ofctl –O OpenFlow13', 'ovs-ofctl -O OpenFlow13', '1 long dash was made plain.'],
  ['head –n5', 'head -n5', '1 long dash was made plain.'],
  ['ovs-vsctl add-br a — add-br b', 'ovs-vsctl add-br a -- add-br b', '1 long dash was made plain.'],
  ['x –-db=y', 'x --db=y', '1 long dash was made plain.'],
  ['a\u2028b', 'a\nb', '1 unusual line end was made plain.'],
])('%j => %j', (given, text, said) => expect(plainText(given)).toEqual({ text, said }));

test('what is plain stays as it is, and nothing is said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (given) => {
      const { text } = plainText(given);
      expect(plainText(text)).toEqual({ text, said: null });
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(plainText(text)).toEqual({ text, said: null });
    }),
  );
});
