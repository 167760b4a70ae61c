/** What a match means in the lab, computed beside the page, one worker for each place that shows one. */
import { useEffect, useState } from 'react';
import { engine, MatchClient } from '../../bridge';
import type { MatchAnalysis, MatchContext, TestPacket, Uuid } from '../../bridge';
import { useAnswer, useMirror } from '../../state';
import { contextFor } from './subject';

/** A switch has a few groups; releases without the table have none. */
const GROUPS = { start: 0, count: 1_000 };

/** The ports of a switch; the same object as long as they are the same. */
export function useSwitchContext(switchUuid: Uuid): MatchContext {
  const model = useMirror((m) => m.model);
  const groups = useAnswer('groups', () => engine().tableRows('OVN_Southbound', 'Multicast_Group', GROUPS));
  const context = contextFor(model, groups?.items.map(({ value }) => value.row) ?? [], switchUuid);
  const text = JSON.stringify(context);
  const [kept, keep] = useState({ text, context });
  if (kept.text === text) return kept.context;
  keep({ text, context });
  return context;
}

/** A client that ends with the component. */
export function useMatchClient(): MatchClient {
  const [client] = useState(() => new MatchClient());
  useEffect(() => () => client.cancel(), [client]);
  return client;
}

/** The analysis of a text; that of an older text until it is there, null when there is none. */
export function useAnalysis(
  client: MatchClient,
  context: MatchContext,
  text: string,
  packet: TestPacket | undefined,
): MatchAnalysis | null {
  const [analysis, setAnalysis] = useState<MatchAnalysis | null>(null);
  useEffect(() => client.setContext(context), [client, context]);
  useEffect(() => {
    const packets = packet === undefined ? [] : [packet];
    void client.analyse({ text, packets, focus: packet?.id ?? null }).then(
      (found) => {
        if (found !== undefined) setAnalysis(found);
      },
      () => setAnalysis(null),
    );
  }, [client, context, text, packet]);
  return analysis;
}
