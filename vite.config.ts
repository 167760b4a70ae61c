import react from '@vitejs/plugin-react';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { chunkOf } from './scripts/chunks.mjs';
import { headersFile, headersFor, META_POLICY } from './scripts/headers.mjs';

export default defineConfig({
  base: './',
  plugins: [
    react(),
    // Once opened, the page works without a network; the worker updates itself. `main.tsx` registers it.
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      manifest: {
        name: 'OVN Playground',
        short_name: 'OVN',
        display: 'standalone',
        start_url: '.',
        background_color: '#f6f7f9',
        theme_color: '#ffffff',
        icons: [{ src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      workbox: { globPatterns: ['**/*.{js,css,html,svg,ttf,woff2}'], maximumFileSizeToCacheInBytes: 6_000_000 },
    }),
    {
      // Chromium compiles a function in parentheses while it reads the script, but not an arrow function: React would be
      // read twice before the page is drawn.
      name: 'eager-wrappers',
      apply: 'build',
      renderChunk: (code) => ({
        code: code.replaceAll(/__commonJSMin\(\(\(([\w, ]*)\) => \{/g, '__commonJSMin((function($1) {'),
        map: null,
      }),
    },
    {
      // Not while developing: that server injects inline scripts, which the policy forbids.
      name: 'policy',
      apply: 'build',
      transformIndexHtml: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
          injectTo: 'head-prepend' as const,
        },
      ],
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
      },
    },
  ],
  preview: { headers: { ...headersFor() } },
  build: {
    target: 'es2023',
    sourcemap: false,
    // Which file holds what, for the limits of size.
    manifest: true,
    chunkSizeWarningLimit: 4000,
    // What every page needs is one file, not one for each part that others share, and so is what the lab begins with.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'page', tags: ['$initial'] },
            { debugName: 'first screen', name: chunkOf },
          ],
        },
      },
    },
  },
  worker: { format: 'es' as const },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['scripts/vitest-setup.ts'],
    // Ends what hangs. No test is about how fast this machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
