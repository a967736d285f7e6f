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

{{/* The port of a component's pods under one name. */}}
{{- define "odograph.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "odograph.name" . }}
  labels:
    {{- include "odograph.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "odograph.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .root.Values.service.port }}
      targetPort: http
{{- end -}}

{{/* Nodes are emptied one pod of a component after another. */}}
{{- define "odograph.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "odograph.name" . }}
  labels:
    {{- include "odograph.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "odograph.selector" . | nindent 6 }}
{{- end -}}
