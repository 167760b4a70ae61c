/** What ovsdb-client says of texts, `input => answer`; `\n` stands for a line feed. The errors are those of Open vSwitch 3.1. */
import { expect, test } from 'vitest';
import { parseJson } from './parse-json';

const TABLE = String.raw`
[] => []
{} => {}
 [1, -2.5e3, true, null, "a\u00e9"] => [1,-2500,true,null,"aé"]
{"a": [{"b": {}}]} => {"a":[{"b":{}}]}
garbage => line 0, column 7, byte 7: invalid keyword 'garbage'
["OVN_Northbound",] => line 0, column 18, byte 18: syntax error expecting value
[1,2 => line 0, column 5, byte 5: unexpected end of input
    => line 0, column 3, byte 3: empty input stream
"a" => line 0, column 2, byte 2: syntax error at beginning of input
[1] x => line 0, column 5, byte 5: invalid keyword 'x'
{1:2} => line 0, column 2, byte 2: syntax error parsing object expecting string
{"a" 1} => line 0, column 6, byte 6: syntax error parsing object expecting ':'
{"a":} => line 0, column 5, byte 5: syntax error expecting value
{"a":1 "b":2} => line 0, column 9, byte 9: syntax error expecting '}' or ','
[1 2] => line 0, column 4, byte 4: syntax error expecting ']' or ','
[01] => line 0, column 3, byte 3: leading zeros not allowed
[-] => line 0, column 2, byte 2: '-' must be followed by digit
[1.] => line 0, column 3, byte 3: decimal point must be followed by digit
[1e] => line 0, column 3, byte 3: exponent must contain at least one digit
[1e9999999999] => line 0, column 13, byte 13: exponent outside valid range
[1e400] => line 0, column 6, byte 6: number outside valid range
[1-2] => line 0, column 4, byte 4: syntax error in number
[1.2.3] => line 0, column 6, byte 6: syntax error in number
["abc => line 0, column 5, byte 5: unexpected end of input in quoted string
["a\q"] => line 0, column 5, byte 5: bad escape \q
["\u12"] => line 0, column 6, byte 6: quoted string ends within \u escape
["\u12zz"] => line 0, column 8, byte 8: malformed \u escape
["\u0000"] => line 0, column 8, byte 8: null bytes not supported in quoted strings
["\ud800x"] => line 0, column 9, byte 9: malformed escaped surrogate pair
["\ud800\u0041"] => line 0, column 14, byte 14: second half of escaped surrogate pair is not trailing surrogate
[tru] => line 0, column 4, byte 4: invalid keyword 'tru'
[@] => line 0, column 1, byte 1: invalid character '@'
[é] => line 0, column 1, byte 1: invalid character U+00c3
[trueé] => line 0, column 5, byte 5: invalid character U+00c3
["é", x] => line 0, column 8, byte 8: invalid keyword 'x'
[1,\n2,\n x] => line 2, column 2, byte 9: invalid keyword 'x'
[A] => line 0, column 1, byte 1: invalid character 'A'
['a'] => line 0, column 1, byte 1: invalid character '''
{"a":1,} => line 0, column 7, byte 7: syntax error parsing object expecting string
] => line 0, column 0, byte 0: syntax error at beginning of input
[1]] => line 0, column 3, byte 3: trailing garbage at end of input
[nullx] => line 0, column 6, byte 6: invalid keyword 'nullx'
[1x] => line 0, column 3, byte 3: invalid keyword 'x'
`;

test.each(rows(TABLE))('%s', (input, answer) => {
  const read = parseJson(input);
  expect(read.ok ? JSON.stringify(read.value) : read.error).toBe(answer);
});

test('of nothing and of blanks it says that nothing came', () => {
  expect(parseJson('')).toEqual({ ok: false, error: 'line 0, column 0, byte 0: empty input stream' });
  expect(parseJson('   ')).toEqual({ ok: false, error: 'line 0, column 3, byte 3: empty input stream' });
});

function rows(table: string): [string, string][] {
  return table
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const [input = '', answer = ''] = row.split(' => ');
      return [input.replaceAll(String.raw`\n`, '\n'), answer];
    });
}
