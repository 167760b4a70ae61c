export { say } from '../actions';
