{{/* Each helper takes a dict: "root" is the chart's context, "component" is worker or api. */}}
{{- define "odograph.name" -}}
{{- printf "%s-%s" (.root.Release.Name | trunc 55 | trimSuffix "-") .component -}}
{{- end -}}

{{- define "odograph.selector" -}}
app.kubernetes.io/name: odograph
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "odograph.labels" -}}
{{ include "odograph.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* One environment variable out of the Secret with the stores' logins. */}}
{{- define "odograph.credential" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.credentialsSecret }}
      key: {{ .key }}
{{- end -}}
