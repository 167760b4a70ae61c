/** What a trace can be exported as: words for the choice, a name and a type for the file. */
import type { TraceFormat } from '../../bridge';

export type ExportFormat = TraceFormat | 'pcap';

interface FormatInfo {
  readonly label: string;
  readonly hint: string;
  readonly extension: string;
  readonly type: string;
}

export const EXPORT_FORMATS = {
  summary: {
    label: 'Plain words',
    hint: 'The verdict, and what would help.',
    extension: 'txt',
    type: 'text/plain',
  },
  'ovn-trace': {
    label: 'ovn-trace',
    hint: 'The logical pipeline in the style of ovn-trace(8).',
    extension: 'txt',
    type: 'text/plain',
  },
  ofproto: {
    label: 'ofproto/trace',
    hint: 'The OpenFlow of each hypervisor in the style of ovs-appctl ofproto/trace.',
    extension: 'txt',
    type: 'text/plain',
  },
  json: {
    label: 'JSON',
    hint: 'Every step with its flow, registers and bytes, for programs.',
    extension: 'json',
    type: 'application/json',
  },
  pcap: {
    label: 'pcap',
    hint: 'The packet at any hop, for Wireshark, tshark or tcpdump.',
    extension: 'pcap',
    type: 'application/vnd.tcpdump.pcap',
  },
} as const satisfies Readonly<Record<ExportFormat, FormatInfo>>;

export const EXPORT_FORMAT_NAMES = ['summary', 'ovn-trace', 'ofproto', 'json', 'pcap'] as const;

/** A file's name from what a person called the packet: letters and digits, joined by dashes. */
export function fileName(packet: string, part: string, extension: string): string {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60);
  return `${[slug(packet) || 'trace', slug(part)].filter((piece) => piece !== '').join('.')}.${extension}`;
}
