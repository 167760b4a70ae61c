// npm start: installs what is missing, builds the site, serves it and says where.
// With PORT set, that port is used; otherwise the first free one from 4173 on.
import './ensure-installed.mjs';

const { build, preview } = await import('vite');
await build({ logLevel: 'warn' });
const port = Number(process.env.PORT ?? 4173);
const server = await preview({
  preview: { port, strictPort: process.env.PORT !== undefined, open: false },
  logLevel: 'warn',
});
const url = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
process.stdout.write(`\n  The OVN Playground is at ${url}\n  Stop it with Ctrl+C.\n\n`);
