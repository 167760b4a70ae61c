/** All lessons, in the order in which they are best taken. */
import type { Lesson } from '../lesson';
import { article } from './article';
import { containers } from './containers';
import { daemons } from './daemons';
import { migration } from './migration';
import { portSecurity } from './port-security';

export const lessons: readonly Lesson[] = [article, portSecurity, migration, containers, daemons];
