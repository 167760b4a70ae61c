/**
 * Databases of a real deployment on the page: files are read, and everything asked of
 * them is answered, in a worker of their own. What crosses is plain data, described
 * in `protocol.ts`.
 *
 * Invariants: nothing is changed, and nothing leaves the machine; an opening that fails
 * or is cancelled leaves what is open as it is.
 */
export { beginOpening, imported } from './client';
export type { Opening } from './client';
export type {
  Answer,
  Candidate,
  ChassisView,
  Chosen,
  Collection,
  DatapathView,
  FlowDetails,
  FlowsQuestion,
  FlowView,
  Found,
  FoundDatabase,
  ImportedNetwork,
  NamedRow,
  PortView,
  RowDetails,
  RowLine,
  Side,
  StageView,
  StepDetails,
  TableView,
  TraceQuestion,
  TraceSection,
  TraceStep,
  TraceView,
  ValuePart,
  Verdict,
} from './protocol';
