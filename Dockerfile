FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /codekeeper ./cmd/codekeeper

# Nothing but the program and the certificates it needs to trust Slack; time
# zones are in the program.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /codekeeper /codekeeper
USER 65532:65532
ENV LISTEN_ADDR=:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["/codekeeper", "health"]
ENTRYPOINT ["/codekeeper"]
CMD ["serve"]
