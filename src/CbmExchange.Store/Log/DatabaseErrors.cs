using System.IO;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>Database errors become our words here, by SqlState (style E6).</summary>
internal static class DatabaseErrors
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>The connection is gone or the server is going: whether it committed is not known from here.</summary>
    public static bool IsConnectionLost(Exception exception) => exception switch
    {
        PostgresException error =>
            error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or IdleInTransactionTimeout
            or PostgresErrorCodes.TooManyConnections
            || error.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>The server said no for a reason that is not in the request, and rolled back.</summary>
    public static bool IsServerTrouble(PostgresException error) =>
        error.SqlState[..2] is "53" or "57" or "58" or "40" or "25" or "28" or "3D"
            || error.SqlState == PostgresErrorCodes.LockNotAvailable;

    /// <summary>Runs a read of the port: a database that does not answer has one name outside this room.</summary>
    public static async Task<T> NamedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (
            error is PostgresException refused ? IsConnectionLost(error) || IsServerTrouble(refused)
            : error is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new StoreUnavailableException(Sentence(error), error);
        }
    }

    /// <summary>One plain sentence that says what to do.</summary>
    public static string Sentence(Exception exception) => exception is PostgresException error ? error.SqlState switch
    {
        PostgresErrorCodes.DiskFull => "The disk of the database is full: free some space; nothing was lost.",
        PostgresErrorCodes.LockNotAvailable =>
            "Another session holds the write lock of this database: look for a stopped program or an open transaction.",
        PostgresErrorCodes.QueryCanceled => "The database took too long; it may be overloaded. Try again.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "The database refused the user or password: check the connection string.",
        PostgresErrorCodes.InvalidCatalogName =>
            "The database named in the connection string does not exist: create it.",
        PostgresErrorCodes.InsufficientPrivilege =>
            "The database user lacks a right: make it the owner of the database or schema.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "The database takes no writes: connect to the primary, not a replica.",
        PostgresErrorCodes.TooManyConnections => "The database has no free connection: raise max_connections.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            "The database is stopping or starting: try again shortly.",
        var state => $"The database refused with code {state}; see its log.",
    }
    : "The database cannot be reached: check that PostgreSQL runs and that the connection string is right.";
}
