/**
 * The only door between the page and the engine. The engine runs in a worker;
 * what crosses is plain data, described in `protocol.ts`. The page imports types
 * and the client from here and nothing of the engine itself.
 */
export { engine, subscribe } from './client';
export type { EngineClient } from './client';
export { MatchClient } from './match-client';
export { decodeMatchLink, encodeMatchLink, matchStateJson, readMatchState } from './match-link';
export type { MatchState, NamedSet } from './match-link';
export type {
  Comparison,
  CompiledView,
  ConjunctionView,
  FlowLine,
  HoverText,
  LabCompletion,
  LabPort,
  MadePacket,
  MatchAnalysis,
  MatchContext,
  MatchProblem,
  NodeChange,
  PacketResult,
  StageNode,
  StageView,
  SymbolChoice,
  TestPacket,
  TextRange,
  TruthSpan,
} from './match-protocol';
export type {
  AclView,
  BranchView,
  ColumnInfo,
  CommandResult,
  Completion,
  DaemonStatus,
  DaemonView,
  DatabaseInfo,
  DatabaseKey,
  Edit,
  EditOutcome,
  EngineApi,
  FlowView,
  GalleryEntry,
  HistoryView,
  LinkExtras,
  LogView,
  MachineView,
  NetworkModel,
  OpenSource,
  PacketSpec,
  PipelineRowView,
  PortView,
  Problem,
  Provenance,
  Result,
  Row,
  RowChange,
  RowRef,
  RowView,
  ScenarioInfo,
  SwitchView,
  TableInfo,
  Trace,
  TraceRequest,
  TraceStep,
  TunnelView,
  Update,
  Uuid,
  VifView,
  WhyNot,
} from './protocol';
