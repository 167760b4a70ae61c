/** How datapaths are called. */
import { getMapString, type Row } from '../../../ovsdb';

/** `"NAME"`, with the second name behind it where there is one; nothing for a datapath without a name. */
export function datapathNames(datapath: Row): string {
  return ['name', 'name2']
    .flatMap((key) => {
      const name = getMapString(datapath, 'external_ids', key);
      return name === undefined ? [] : [`"${name}"`];
    })
    .join(' aka ');
}
