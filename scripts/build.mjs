// npm run build: a static site in dist/ that works from any folder and offline.
import './ensure-installed.mjs';

const { build } = await import('vite');
await build({ logLevel: 'warn' });
process.stdout.write('The site is in dist/; serve that folder from anywhere.\n');
