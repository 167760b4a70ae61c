/** What this page is, how to begin, and where to read on. */
import { useStore } from 'zustand';
import { dialogStore, formatPlace, openDialog } from '../actions';
import { commandNamed, shownKey } from '../commands';
import { Button, Dialog } from '../kit';
import css from './help.module.css';

const next = ['page.keys', 'page.commands', 'page.settings', 'page.present'];

export function PageHelp() {
  const open = useStore(dialogStore, (s) => s.open === 'help');
  const close = () => openDialog(null);
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => openDialog(stays ? 'help' : null)}
      wide
      title="Help"
      description="A whole OVN deployment of 2015 in this browser tab. Nothing is sent anywhere."
    >
      <div className={css.actions}>
        {next.map((id) => {
          const command = commandNamed(id);
          return (
            <Button
              key={id}
              data-command={id}
              onClick={() => {
                close();
                requestAnimationFrame(() => void command.run());
              }}
            >
              {command.name} <kbd>{shownKey(command)}</kbd>
            </Button>
          );
        })}
      </div>
      <div className={css.text}>
        <h3>What is this page?</h3>
        <p>
          OVN gives virtual machines networks of their own on top of many hypervisors. This page runs all of it: the
          databases, ovn-northd, an ovn-controller and a switch on each hypervisor, as they were in the year OVN began.
          You build a network, send a packet, and see at every table why it went where it went.
        </p>
        <h3>First steps</h3>
        <ol>
          <li>
            In the outline choose a packet, or press <b>Send</b> in the trace pane. The answer stands in the details,
            the steps below the graph.
          </li>
          <li>
            Walk through the steps with <kbd>←</kbd> and <kbd>→</kbd>. The dot on the graph is the packet.
          </li>
          <li>
            Change something: add an ACL to the switch, pause a daemon, drag a port to another hypervisor. Send the
            packet again.
          </li>
          <li>
            What you draw is printed in the terminal as a command, and what you type is drawn. <kbd>Ctrl+Z</kbd> takes
            either back.
          </li>
        </ol>
        <h3>Where to go on</h3>
        <ul>
          <li>
            <a href={formatPlace('learn')} onClick={close}>
              Lessons
            </a>{' '}
            tick themselves off as you work.
          </li>
          <li>
            <a href={formatPlace('match')} onClick={close}>
              The match lab
            </a>{' '}
            takes an ACL or a match apart, that of your own deployment too.
          </li>
          <li>
            <a href={formatPlace('right')} onClick={close}>
              How right is it?
            </a>{' '}
            tells what was compared with the real programs, and what is not as they do it.
          </li>
          <li>Each pane and each part of the lab has a “?” of its own.</li>
        </ul>
        <h3>Documentation of OVN</h3>
        <p>These links lead to other sites, and describe the OVN of today, which has grown a great deal since 2015.</p>
        <ul>
          {documents.map(([href, title, says]) => (
            <li key={href}>
              <a href={href} target="_blank" rel="noreferrer">
                {title}
              </a>
              : {says}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

const MAN = 'https://www.ovn.org/support/dist-docs';

const documents: readonly (readonly [href: string, title: string, says: string])[] = [
  ['https://docs.ovn.org/en/latest/', 'docs.ovn.org', 'the documentation of the project'],
  [`${MAN}/ovn-architecture.7.html`, 'man ovn-architecture', 'how the parts work together; begin here'],
  [`${MAN}/ovn-nb.5.html`, 'man ovn-nb', 'the northbound database, what is wanted'],
  [`${MAN}/ovn-sb.5.html`, 'man ovn-sb', 'the southbound database, and the language of matches and actions'],
  [`${MAN}/ovn-northd.8.html`, 'man ovn-northd', 'every table of the logical pipeline'],
  [`${MAN}/ovn-nbctl.8.html`, 'man ovn-nbctl', 'the commands of today'],
  [`${MAN}/ovn-trace.8.html`, 'man ovn-trace', 'traces through the logical pipeline'],
];
