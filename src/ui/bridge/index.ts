/**
 * The only door between the page and the engine. The engine runs in a worker;
 * what crosses is plain data, described in `protocol.ts`. The page imports types
 * and the client from here and nothing of the engine itself.
 */
export { beginEngine, engine, engineLog, isReplaced, openEngine, stopEngine, subscribe } from './client';
export type { Opener } from './client';
export type { EngineClient } from './protocol';
export { embedding, isSet, readEmbedding } from './embedding';
export type { EmbeddedPart, Embedding } from './embedding';
export { engineStore, printedStore } from './engine-status';
export type { EngineStatus } from './engine-status';
export type { GivenTask, TaskDraft, TaskResult, TaskView } from './tasks-protocol';
export type { Plan } from './recovery';
export { ENDS, ENGINE_REPLACED, SAID } from './supervisor';
export type { Loss } from './supervisor';
export * from './entity-keys';
export { applyModelPatch } from './model-patch';
export type {
  Became,
  FlowHead,
  FlowQuestion,
  GroupedItem,
  HistoryDetail,
  HistoryItem,
  HistoryLine,
  LogLine,
  LogQuestion,
  NamedRef,
  Part,
  PipelineDetail,
  PipelineHead,
  PipelineQuestion,
  Range,
  ShownRow,
  Vocabulary,
} from './windows-protocol';
export { MatchClient } from './match-client';
export { decodeMatchLink, encodeMatchLink, matchStateJson, readMatchState } from './match-link';
export type { MatchState, NamedSet } from './match-link';
export { isSymbolChoice, SYMBOL_CHOICES } from './match-protocol';
export type {
  CheaperForm,
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
  MissingName,
  NodeChange,
  PacketResult,
  DatabaseNetwork,
  PasteReading,
  ProjectRule,
  RuleAnswers,
  RuleExplanation,
  RuleFate,
  RuleJudgement,
  StageNode,
  StageView,
  SymbolChoice,
  TestPacket,
  TextRange,
  TruthSpan,
} from './match-protocol';
export type {
  AclView,
  BranchComparison,
  BranchView,
  Capture,
  ChecksReport,
  CheckRow,
  CaptureChoice,
  ColumnInfo,
  CommandResult,
  ComparedStep,
  Completion,
  DaemonStatus,
  DaemonView,
  DatabaseInfo,
  DatabaseKey,
  Edit,
  EditOutcome,
  EngineApi,
  Environment,
  FlowView,
  GalleryEntry,
  GalleryPicture,
  HistoryState,
  HistoryView,
  KeptComparison,
  KeptEntry,
  KeptState,
  LinkExtras,
  LogView,
  MachineView,
  NameHere,
  NetworkModel,
  Opening,
  OpenSource,
  OpenStackView,
  PacketLanguage,
  PacketSpec,
  PacketText,
  PastedThings,
  PipelineRowView,
  PortView,
  Problem,
  Provenance,
  Probe,
  ReachabilityKind,
  ReachabilityPort,
  ReachabilityPorts,
  ReachabilityRow,
  Result,
  Row,
  ReleaseDifferenceView,
  ReleaseView,
  RowChange,
  RowRef,
  RowView,
  ScenarioInfo,
  ScriptResult,
  StepDifference,
  Supposition,
  SwitchView,
  TableInfo,
  Trace,
  TraceComparison,
  TraceFormat,
  TraceRequest,
  TraceStep,
  TrafficKind,
  TrafficLine,
  TrafficOutcome,
  TunnelView,
  TypedText,
  Update,
  Uuid,
  VifView,
  WhatIf,
  WhyNot,
} from './protocol';
export type { Keeping, Mistake, Piece, Progress, Signal, UnkeptReason } from './signals';
export type { LoggedAction } from './action-log';
export type { ComparedGroup, ComparedThing, KeptAbout } from './kept-protocol';
