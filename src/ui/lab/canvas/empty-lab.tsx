/** What an empty lab says: what belongs here, and how to begin. */
import { addMachine, addSwitch, openGallery } from '../../actions';
import { Button } from '../../kit';
import css from './canvas.module.css';

export function EmptyLab() {
  return (
    <div className={css.empty}>
      <div className={css.emptyCard}>
        <strong>An empty lab</strong>
        <ol>
          <li>
            Add a <b>logical switch</b> and give it ports: this is the network as its tenants see it.
          </li>
          <li>
            Add <b>hypervisors</b>: each runs ovn-controller and a switch, and they reach each other by tunnels.
          </li>
          <li>Drag a port onto a hypervisor to plug it in, then send a packet.</li>
        </ol>
        <div className={css.emptyActions}>
          <Button look="primary" onClick={() => void addSwitch()}>
            Add a switch
          </Button>
          <Button onClick={() => void addMachine()}>Add a hypervisor</Button>
          <Button onClick={() => void openGallery('article')}>Open the article’s network</Button>
        </div>
        <p>
          Or type <code>ovn-nbctl lswitch-add sw0</code> in the terminal: both do the same.
        </p>
      </div>
    </div>
  );
}
