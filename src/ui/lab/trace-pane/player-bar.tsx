/** Play, pause, step, step back, and a scrubber painted with the story. */
import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, SelectField } from '../../kit';
import { goToStep, playerStore, usePlayer } from '../../state';
import { ExportButton } from '../trace-export';
import type { Tone, TraceLine } from './trace-lines';
import css from './trace-pane.module.css';

const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];
const stepsPerSecond = 2;

export function Player({ lines }: { lines: readonly TraceLine[] }) {
  const step = usePlayer((p) => p.step);
  const playing = usePlayer((p) => p.playing);
  const speed = usePlayer((p) => p.speed);
  const last = lines.length - 1;
  usePlaying(playing, speed, last);
  const toggle = () => playerStore.setState({ playing: !playing, ...(step === last && !playing ? { step: 0 } : {}) });
  return (
    <div className={css.player} role="toolbar" aria-label="Player">
      <Button icon aria-label="To the first step" disabled={step === 0} onClick={() => goToStep(0)}>
        <SkipBack size={14} />
      </Button>
      <Button icon aria-label="Step back" disabled={step === 0} onClick={() => goToStep(step - 1)}>
        <StepBack size={14} />
      </Button>
      <Button icon aria-label={playing ? 'Pause' : 'Play'} onClick={toggle}>
        {playing ? <Pause size={14} /> : <Play size={14} />}
      </Button>
      <Button icon aria-label="Step" disabled={step === last} onClick={() => goToStep(step + 1)}>
        <StepForward size={14} />
      </Button>
      <Button icon aria-label="To the last step" disabled={step === last} onClick={() => goToStep(last)}>
        <SkipForward size={14} />
      </Button>
      <span className={css.count}>
        {step + 1}/{lines.length}
      </span>
      <Scrubber lines={lines} step={step} />
      <SelectField
        label="Speed"
        hideLabel
        value={String(speed)}
        options={speeds.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChange={(value) => playerStore.setState({ speed: Number(value) })}
      />
      <ExportButton />
    </div>
  );
}

function usePlaying(playing: boolean, speed: number, last: number): void {
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(
      () => {
        const { step } = playerStore.getState();
        if (step >= last) playerStore.setState({ playing: false });
        else goToStep(step + 1);
      },
      1000 / (stepsPerSecond * speed),
    );
    return () => clearInterval(timer);
  }, [playing, speed, last]);
}

/** A slider over the steps; its track is one canvas, so that ten thousand steps cost nothing. */
function Scrubber({ lines, step }: { lines: readonly TraceLine[]; step: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => paint(element, lines, step));
    observer.observe(element);
    paint(element, lines, step);
    return () => observer.disconnect();
  }, [lines, step]);
  const current = lines[step];
  return (
    <div className={css.scrubber}>
      <canvas ref={canvas} aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={lines.length - 1}
        value={step}
        aria-label="Step of the trace"
        aria-valuetext={current ? `Step ${step + 1}: ${current.machine} ${current.head} ${current.body}` : ''}
        onChange={(event) => goToStep(Number(event.target.value))}
      />
    </div>
  );
}

const paints: Readonly<Record<Tone, readonly [past: string, future: string]>> = {
  logical: ['--datapath', '--datapath-soft'],
  openflow: ['--openflow', '--openflow-soft'],
  tunnel: ['--openflow', '--openflow-soft'],
  inject: ['--accent', '--accent-soft'],
  drop: ['--bad', '--bad'],
  deliver: ['--good', '--good'],
};

function paint(element: HTMLCanvasElement, lines: readonly TraceLine[], step: number): void {
  const context = element.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(element.clientWidth * ratio);
  const height = Math.round(element.clientHeight * ratio);
  element.width = width;
  element.height = height;
  const style = getComputedStyle(element);
  const one = width / lines.length;
  const gap = one > 6 * ratio ? 2 * ratio : 0;
  lines.forEach((line, index) => {
    const [past, future] = paints[line.tone];
    context.fillStyle = style.getPropertyValue(index <= step ? past : future);
    context.fillRect(index * one, 0, Math.max(1, one - gap), height);
    if (line.tone !== 'tunnel' || one < 8 * ratio) return;
    context.fillStyle = style.getPropertyValue('--surface');
    for (let x = index * one + 4 * ratio; x < (index + 1) * one - gap; x += 7 * ratio)
      context.fillRect(x, 0, 2 * ratio, height);
  });
  context.strokeStyle = style.getPropertyValue('--ink');
  context.lineWidth = 2 * ratio;
  context.strokeRect(step * one + ratio, ratio, Math.max(3 * ratio, one - gap - 2 * ratio), height - 2 * ratio);
}
