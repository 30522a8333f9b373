// gRPC's own messages (failed handshakes, mostly) in the proxy's log instead of on stderr.
#ifndef SUDARE_PROXY_RPC_GRPC_LOG_H_
#define SUDARE_PROXY_RPC_GRPC_LOG_H_

namespace sudare {

// For the whole process, from now on.
void LogGrpcThroughSpdlog();

}  // namespace sudare

#endif  // SUDARE_PROXY_RPC_GRPC_LOG_H_
