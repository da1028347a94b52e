// A module of its own, because bundlers place the body of a module after all its imports: reflect-metadata is CommonJS,
// which Rolldown and Vite 8 evaluate in the body of the importing module, so that it would follow tsyringe.
import 'reflect-metadata';
