import { describeCauses } from './describe-causes.ts';

describeCauses('network');
