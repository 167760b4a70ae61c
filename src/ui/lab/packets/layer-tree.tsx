/** The headers as a form: a part for each layer, a line for each field. */
import { ArrowUp, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Button, SelectField, TextField } from '../../kit';
import type { Endpoints } from '../../../packets';
import { canMoveUp, moveUp, nextOf, releaseField, removeLayer, setField, setNext } from './draft';
import type { Draft } from './draft';
import { FieldInput } from './field-input';
import type { FormLayer } from './form';
import { titleOf } from './form';
import { layersAbove } from './layer-choices';
import { RecordList } from './record-list';
import fieldInputCss from './field-input.module.css';
import css from './layer-tree.module.css';

/** A field of a layer that is pointed at. */
export interface Spot {
  readonly layer: number;
  readonly key: string;
  /** It is to be scrolled to and focused. */
  readonly jump?: boolean;
}

interface TreeProps {
  readonly draft: Draft;
  readonly form: readonly FormLayer[];
  readonly ends: Endpoints;
  readonly spot: Spot | null;
  readonly onSpot: (spot: Spot | null) => void;
  readonly onHover: (spot: Spot | null) => void;
  readonly onChange: (draft: Draft, tag?: string) => void;
}

export function LayerTree(props: TreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const { spot } = props;
  useEffect(() => {
    if (spot?.jump !== true) return;
    const found = tree.current?.querySelector(`[data-spot="${spot.layer} ${spot.key}"]`);
    found?.scrollIntoView({ block: 'nearest' });
    found?.querySelector('input')?.focus({ preventScroll: true });
  }, [spot]);
  return (
    <div ref={tree} className={css.layers} onPointerLeave={() => props.onHover(null)}>
      {props.form.map((layer) => (
        <LayerPart key={layer.index} layer={layer} {...props} />
      ))}
    </div>
  );
}

function LayerPart({ layer, draft, ends, spot, onSpot, onHover, onChange }: TreeProps & { layer: FormLayer }) {
  const { index, title, protocol } = layer;
  const next = nextOf(draft, index);
  const choices = layersAbove(protocol);
  const isHeader = layer.fields.length > 0;
  const flags = layer.fields.filter(({ flag }) => flag);
  const wrap = (key: string, body: ReactNode, className = css.field) => (
    <div
      key={key}
      className={className}
      data-spot={`${index} ${key}`}
      data-lit={spot?.layer === index && spot.key === key}
      onFocus={() => onSpot({ layer: index, key })}
      onPointerEnter={() => onHover({ layer: index, key })}
    >
      {body}
    </div>
  );
  const input = (field: FormLayer['fields'][number]) =>
    wrap(
      field.key,
      <FieldInput
        field={field}
        onValue={(value) => onChange(setField(draft, index, field.key, value), `${index} ${field.key}`)}
        onRelease={() => onChange(releaseField(draft, index, field.key))}
      />,
      field.flag ? css.flagPlace : css.field,
    );
  return (
    <fieldset className={css.layer}>
      <legend className={css.title}>{title}</legend>
      <div className={css.tools}>
        {canMoveUp(draft, index) ? (
          <Button
            icon
            look="quiet"
            aria-label={`Move ${title} outwards`}
            title="Change places with the header before"
            onClick={() => onChange(moveUp(draft, index))}
          >
            <ArrowUp size={14} aria-hidden />
          </Button>
        ) : null}
        {index > 0 ? (
          <Button
            icon
            look="quiet"
            aria-label={`Remove ${title}`}
            title={`Remove ${title}`}
            onClick={() => onChange(removeLayer(draft, index))}
          >
            <X size={14} aria-hidden />
          </Button>
        ) : null}
      </div>
      <div className={css.fields}>{layer.fields.filter(({ flag }) => !flag).map(input)}</div>
      {flags.length > 0 ? <div className={css.flags}>{flags.map(input)}</div> : null}
      {layer.rest === null
        ? layer.lists.map(({ key, records }) =>
            wrap(
              key,
              <RecordList
                protocol={protocol}
                kind={key}
                title={title}
                records={records}
                onChange={(list, tag) =>
                  onChange(setField(draft, index, key, list), tag === null ? undefined : `${index} ${key} ${tag}`)
                }
              />,
              css.list,
            ),
          )
        : wrap(
            'rest',
            <div className={css.rest}>
              <TextField
                label="Options as bytes"
                mono
                value={layer.rest}
                onChange={(event) => onChange(setField(draft, index, 'rest', event.target.value), `${index} rest`)}
              />
              <Button look="quiet" onClick={() => onChange(releaseField(draft, index, 'rest'))}>
                As a list
              </Button>
            </div>,
            css.list,
          )}
      {layer.data === null
        ? null
        : wrap(
            'data',
            <TextField
              label="Data (hex)"
              mono
              value={layer.data}
              onChange={(event) => onChange(setField(draft, index, 'data', event.target.value), `${index} data`)}
            />,
            css.list,
          )}
      {layer.problem === null ? null : (
        <p role="alert" className={fieldInputCss.problem}>
          {layer.problem}.
        </p>
      )}
      {isHeader && choices.length > 0 ? (
        <div className={css.next}>
          <SelectField
            label={`After ${title}`}
            value={next ?? ''}
            options={[
              ...(next === undefined || !choices.some((choice) => choice === next)
                ? [{ value: next ?? '', label: titleOf(next ?? '') }]
                : []),
              ...choices.map((choice) => ({ value: choice, label: titleOf(choice) })),
            ]}
            onChange={(value) => {
              const chosen = choices.find((choice) => choice === value);
              if (chosen) onChange(setNext(draft, index, chosen, ends));
            }}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
