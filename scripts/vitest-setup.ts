/**
 * Property tests draw the same cases every time, so that a run means the same
 * everywhere. To look for new ones: FC_SEED=$RANDOM npx vitest run. To see what a
 * property drew, how many cases and the first few: FC_SHOW=5 npx vitest run FILE.
 */
import fc from 'fast-check';

const shown = Number(process.env.FC_SHOW ?? 0);

/** Says what a property drew, once it is through. */
const show: fc.Plugin<unknown> = () => ({
  onAllRunsComplete(run) {
    const drawn = run.executionSummary.map(({ value }) => fc.stringify(value));
    const different = new Set(drawn).size;
    const lines = [
      `seed ${run.seed}: ${run.numRuns} cases, ${different} of them different, ${run.numSkips} skipped`,
      ...drawn.slice(0, shown).map((text) => `  ${text.length > 400 ? `${text.slice(0, 400)} …` : text}`),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  },
});

fc.configureGlobal({
  seed: Number(process.env.FC_SEED ?? 20150421),
  // Else an array of at most 60 is one of some ten, whatever its `maxLength` says.
  defaultSizeToMaxWhenMaxSpecified: true,
  ...(shown > 0 ? { plugins: [show], verbose: fc.VerbosityLevel.VeryVerbose } : {}),
});
