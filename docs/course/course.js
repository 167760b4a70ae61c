// Where the playground is: `?playground=ADDRESS`, else the built page of this repository.
const playground = new URL(
  new URLSearchParams(location.search).get('playground') ?? '../../dist/index.html',
  location.href,
);

for (const link of document.querySelectorAll('a[data-place]')) link.href = `${playground.href}${link.dataset.place}`;

for (const frame of document.querySelectorAll('iframe[data-lab]')) {
  frame.loading = 'lazy';
  frame.src = `${playground.href}${frame.dataset.lab}`;
}

// What became of a packet is told under its lab (docs/embed.md, Messages).
addEventListener('message', ({ data, origin, source }) => {
  if (origin !== playground.origin || data.ovn !== 1 || data.say !== 'verdict') return;
  for (const frame of document.querySelectorAll('iframe[data-tells]')) {
    if (frame.contentWindow !== source) continue;
    document.getElementById(frame.dataset.tells).textContent = `What became of it: ${data.sentence}`;
  }
});

// A frame tells what it shows to who asked once.
addEventListener('message', ({ data, source, origin }) => {
  if (origin === playground.origin && data.ovn === 1 && data.say === 'ready')
    source.postMessage({ ovn: 1, do: 'tell' }, playground.origin);
});
