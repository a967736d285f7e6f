{{/* The pod of one component: what is common to workers and the API. */}}
{{- define "odograph.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "odograph.labels" . | nindent 4 }}
  annotations:
    checksum/config: {{ include (print .root.Template.BasePath "/configmap.yaml") .root | sha256sum }}
spec:
  # Steps of authors run in workers: no pod gets a token of the cluster.
  automountServiceAccountToken: false
  # A stage under way ends or hands back; a request that waits is answered.
  terminationGracePeriodSeconds: 60
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    fsGroup: 10001
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "odograph.selector" . | nindent 10 }}
  containers:
    - name: {{ .component }}
      image: "{{ $values.image.repository }}:{{ $values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ $values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      envFrom:
        - configMapRef:
            name: {{ include "odograph.name" (dict "root" .root "component" "config") }}
      env:
        - name: ODOGRAPH_ROLES
          value: {{ .roles }}
        {{- include "odograph.credential" (dict "root" .root "name" "ODOGRAPH_POSTGRES_USER" "key" "postgresql-user") | nindent 8 }}
        {{- include "odograph.credential" (dict "root" .root "name" "ODOGRAPH_POSTGRES_PASSWORD" "key" "postgresql-password") | nindent 8 }}
        {{- include "odograph.credential" (dict "root" .root "name" "ODOGRAPH_CLICKHOUSE_USER" "key" "clickhouse-user") | nindent 8 }}
        {{- include "odograph.credential" (dict "root" .root "name" "ODOGRAPH_CLICKHOUSE_PASSWORD" "key" "clickhouse-password") | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ $values.service.port }}
      startupProbe:
        httpGet:
          path: /q/health/started
          port: http
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet:
          path: /q/health/live
          port: http
        periodSeconds: 10
      readinessProbe:
        httpGet:
          path: /q/health/ready
          port: http
        periodSeconds: 5
      resources:
        {{- toYaml .resources | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /var/lib/odograph
        - name: tmp
          mountPath: /tmp
        {{- if $values.kafka.propertiesSecret }}
        - name: kafka
          mountPath: /etc/odograph/kafka
          readOnly: true
        {{- end }}
        {{- if $values.encryption.keysSecret }}
        - name: payload-keys
          mountPath: /etc/odograph/payload
          readOnly: true
        {{- end }}
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: {{ include "odograph.name" (dict "root" .root "component" "data") }}
    - name: tmp
      emptyDir: {}
    {{- if $values.kafka.propertiesSecret }}
    - name: kafka
      secret:
        secretName: {{ $values.kafka.propertiesSecret }}
    {{- end }}
    {{- if $values.encryption.keysSecret }}
    - name: payload-keys
      secret:
        secretName: {{ $values.encryption.keysSecret }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
