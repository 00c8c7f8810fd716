using System.Data.Common;
using CbmExchange.Store;

namespace CbmExchange.Node.Tables;

/// <summary>Tells a store that does not answer from a bug.</summary>
internal static class StoreFaults
{
    /// <summary>True when asking again later makes sense.</summary>
    public static bool IsUnavailable(Exception error) =>
        error is StoreUnavailableException or DbException or IOException or TimeoutException
            or System.Net.Sockets.SocketException;
}
