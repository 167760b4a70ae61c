/** All lessons, in the order in which they are best taken. */
import type { Lesson } from '../lesson';
import { article } from './article';
import { portSecurity } from './port-security';

export const lessons: readonly Lesson[] = [article, portSecurity];
