export { parseSchema } from '../ovsdb/schema';
