/** ACLs onto a switch of the lab, or each onto the switch that it names: one act, one undo. */
import { useState } from 'react';
import { goToPlace, performAll, say } from '../../actions';
import type { Edit, PasteReading } from '../../bridge';
import { Button, counted, SelectField } from '../../kit';
import { Thing } from '../../pasted';
import { mirrorStore, useMirror } from '../../state';

const NAMED = 'named';

export function AclsToSwitch({ reading, onDone }: { readonly reading: PasteReading; readonly onDone: () => void }) {
  const switches = useMirror((m) => m.model.switches);
  const { acls, aclsLeftOut } = reading;
  const byName = new Map(switches.map((sw) => [sw.name, sw.uuid]));
  const allNamed = acls.every(({ owner }) => byName.has(owner));
  const [chosen, setChosen] = useState(allNamed ? NAMED : (switches[0]?.uuid ?? ''));
  const [busy, setBusy] = useState(false);
  if (switches.length === 0) return null;
  const put = async () => {
    const edits = acls.flatMap(({ owner, priority, match, action }): readonly Edit[] => {
      const uuid = switches.find((sw) => sw.uuid === (chosen === NAMED ? byName.get(owner) : chosen))?.uuid;
      return uuid === undefined ? [] : [{ kind: 'addAcl', switch: uuid, priority, match, action, log: false }];
    });
    setBusy(true);
    const { ok } = await performAll(edits);
    setBusy(false);
    if (!ok) return;
    onDone();
    goToPlace('lab');
    const { undo } = mirrorStore.getState();
    say(`${counted(edits.length, 'ACL is', 'ACLs are')} in place${undo === null ? '' : '; one undo takes them back'}`);
  };
  return (
    <Thing
      what={`${counted(acls.length, 'ACL')} for a switch of the lab`}
      note={
        aclsLeftOut.length === 0 ? null : (
          <p>A switch of 2015 does not take {aclsLeftOut.map(({ what, count }) => `${count} ${what}`).join(', ')}.</p>
        )
      }
    >
      <SelectField
        label="Onto which switch"
        hideLabel
        value={chosen}
        options={[
          ...(allNamed ? [{ value: NAMED, label: 'the one that each names' }] : []),
          ...switches.map(({ uuid, name }) => ({ value: String(uuid), label: name })),
        ]}
        onChange={setChosen}
      />
      <Button disabled={busy} onClick={() => void put()}>
        Put them there
      </Button>
    </Thing>
  );
}
