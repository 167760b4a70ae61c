/** The lab as an audience sees it; read when it is first shown. */
import { lazy } from 'react';

export const Presentation = lazy(() => import('./presentation').then((module) => ({ default: module.Presentation })));
