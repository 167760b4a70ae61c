/** The button in the player; the dialog behind it is loaded when it is first opened. */
import { Download } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { Button, Dialog } from '../../kit';

const ExportForm = lazy(() => import('./export-form').then((module) => ({ default: module.ExportForm })));

export function ExportButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button title="Copy or download this trace" onClick={() => setOpen(true)}>
        <Download size={14} aria-hidden /> Export
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        wide
        title="Export this trace"
        description="The packet as it was sent, traced once more in the deployment as it is now; no counter moves."
      >
        <Suspense fallback={<p aria-busy="true">Loading…</p>}>
          <ExportForm />
        </Suspense>
      </Dialog>
    </>
  );
}
