/**
 * Property tests draw the same cases every time, so that a run means the same
 * everywhere. To look for new ones: FC_SEED=$RANDOM npx vitest run.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20150421) });
