// Nothing outside src/engine/releases/ is decided by the id of a release: who needs
// to know something asks a fact of the release. These are the ways to write it all the same.
const ID = "MemberExpression[computed=false][property.name='id']";
const OF_RELEASE = [`${ID}[object.name='release']`, `${ID}[object.property.name='release']`];
const LITERAL = 'Literal[value=/^\\d\\d(\\d\\d-|[.])\\d\\d$/]';

const message = 'Ask the release for a fact: only src/engine/releases/ knows a release by its id.';

/** Selectors of ESLint's `no-restricted-syntax`. */
export const RELEASE_IDS = [
  // release.id === x, and x === '2015-04' where the id came by another name
  ...[...OF_RELEASE, LITERAL].map((what) => `BinaryExpression[operator=/^[!=]==?$|^[<>]=?$/] > ${what}`),
  // switch (release.id), and case '2015-04'
  ...OF_RELEASE.map((what) => `SwitchStatement > ${what}.discriminant`),
  `SwitchCase > ${LITERAL}.test`,
  // LIST.includes(release.id), SET.has(release.id), MAP.get(release.id)
  ...OF_RELEASE.map(
    (what) => `CallExpression[callee.property.name=/^(includes|has|get|indexOf|startsWith)$/] > ${what}.arguments`,
  ),
  // TABLE[release.id], and { '2015-04': … }
  ...OF_RELEASE.map((what) => `MemberExpression[computed=true] > ${what}.property`),
  `Property > ${LITERAL}.key`,
].map((selector) => ({ selector, message }));
