declare module '@patternfly/react-core/dist/styles/base.css?high-contrast';
