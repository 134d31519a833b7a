import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { DiagnosisSections } from '../../components/diagnosis-sections.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { AllowList } from './allow-list.tsx';
import { Diagnose } from './diagnose.tsx';
import { Explainer } from './explainer.tsx';
import { ImageCheck } from './image-check.tsx';

/** Why a pull fails: what an error text means, whether an image can be pulled, what has to be let through. */
export default function DiagnosisPage() {
  const { t } = useTranslation();
  const { section = 'run' } = useParams();
  return (
    <>
      <PageHeader title={t('diagnosis.title')} description={t('diagnosis.description')} />
      <div className="pk-page-body">
        <DiagnosisSections />
        <Section name={section} />
      </div>
    </>
  );
}

function Section({ name }: { readonly name: string }) {
  switch (name) {
    case 'run':
      return <Diagnose />;
    case 'explain':
      return <Explainer />;
    case 'image':
      return <ImageCheck />;
    case 'allow-list':
      return <AllowList />;
    default:
      return <Navigate to="/diagnosis" replace />;
  }
}
