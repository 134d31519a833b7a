import { describeCauses } from './describe-causes.ts';

describeCauses('registry');
