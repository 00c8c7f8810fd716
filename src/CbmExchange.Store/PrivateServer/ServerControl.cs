using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.PrivateServer;

/// <summary>
/// initdb, start, adopt, stop. Only ever names its own data folder, so no other cluster can be touched.
/// </summary>
internal sealed partial class ServerControl(
    string binaries, ServerAccount account, ServerFolders folders, PrivatePostgresOptions options, ILogger logger)
{
    private const int PasswordBytes = 24;
    private static readonly TimeSpan InitTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Makes the cluster if there is none; answers the password.</summary>
    public async Task<string> EnsureClusterAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(folders.Data, "PG_VERSION")))
        {
            CheckVersion();
            return ReadPassword();
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        ServerFolders.WriteSecret(folders.PasswordFile, password);
        var handedOver = Path.Combine(folders.Socket, "initial-password");
        ServerFolders.WriteSecret(handedOver, password);
        ServerFolders.GiveTo(handedOver, account);
        try
        {
            ClearHalfMade();
            var (code, output) = await account.RunAsync(
                Path.Combine(binaries, "initdb"),
                ["-D", folders.Data, "-U", ServerDatabase.User, "--auth=scram-sha-256", $"--pwfile={handedOver}", "-E",
                    "UTF8",
                    "--locale=C", "--data-checksums"],
                InitTimeout, cancellationToken).ConfigureAwait(false);
            if (code != 0)
            {
                throw Failed("The private PostgreSQL could not be made", output);
            }
        }
        finally
        {
            File.Delete(handedOver);
        }

        return password;
    }

    /// <summary>True when it ran already: left by a node that was killed.</summary>
    public async Task<bool> EnsureRunningAsync(CancellationToken cancellationToken)
    {
        if (await IsServingAsync(cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (await IsRunningAsync(cancellationToken).ConfigureAwait(false))
        {
            // It listens somewhere else: the home was moved, or its socket was swept away. Start it anew.
            await StopAsync(cancellationToken).ConfigureAwait(false);
        }

        var (code, output) = await ControlAsync(
            ["start", "-w", "-t", Seconds(options.StartTimeout), "-l", folders.LogFile, "-o", ServerSettings()],
            cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            throw Failed("The private PostgreSQL could not be started", output + TailOfLog());
        }

        LogStarted(logger);
        return false;
    }

    /// <summary>Says in the log that a server left by a killed node answers and is used on.</summary>
    public void SayAdopted() => LogAdopted(logger);

    /// <summary>True when the fault passes as soon as the rest of a killed server is gone or recovered.</summary>
    public static bool IsDying(PrivatePostgresException fault, bool isAdopting) =>
        isAdopting
            ? fault.InnerException is NpgsqlException and not PostgresException
                or PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
            : fault.Message.Contains("still in use", StringComparison.Ordinal)
                || fault.Message.Contains("lock file", StringComparison.Ordinal);

    /// <summary>True when the fault is that a server which is there said nothing in time.</summary>
    public static bool IsSilent(PrivatePostgresException fault) =>
        fault.InnerException is NpgsqlException { InnerException: TimeoutException };

    /// <summary>True while its process lives and its socket is where we look for it.</summary>
    public async Task<bool> IsServingAsync(CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(folders.Socket, ".s.PGSQL.5432"))
        && await IsRunningAsync(cancellationToken).ConfigureAwait(false);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await ControlAsync(
            ["stop", "-m", "fast", "-w", "-t", Seconds(options.StartTimeout)], cancellationToken).ConfigureAwait(false);
        if (code != 0 && await IsRunningAsync(cancellationToken).ConfigureAwait(false)
            && !await TryEndAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Failed("The private PostgreSQL could not be stopped", output);
        }

        LogStopped(logger);
    }

    /// <summary>Stops it for good: what it needed outside the home goes too.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken).ConfigureAwait(false);
        folders.LeaveSocket();
    }

    /// <summary>
    /// Ends a server that does not answer, without asking it (SIGKILL), and waits until it is gone. What was answered
    /// as committed is in the flushed write-ahead log and comes back when the server is started (PostgreSQL manual,
    /// 30.1); all its processes are ended, since one that lived on would hold the shared memory and keep the new
    /// server from starting.
    /// </summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!await TryEndAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL does not answer and could not be ended: end the process whose number is the "
                + $"first line of {Path.Combine(folders.Data, "postmaster.pid")}.");
        }
    }

    private async Task<bool> TryEndAsync(CancellationToken cancellationToken)
    {
        var processes = ServerProcesses.Of(folders.Data);
        ServerProcesses.Kill(processes);
        for (var look = 0; processes.Any(ServerProcesses.IsAlive); look++)
        {
            if (look == StoreLimits.ServerEndLooksMax)
            {
                return false;
            }

            await Task.Delay(StoreLimits.ServerEndPause, options.Clock, cancellationToken).ConfigureAwait(false);
        }

        return processes.Count > 0;
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// pg_ctl reads postmaster.pid of our data folder and checks that the process lives; the start lock of the server
    /// itself refuses a second one on the same folder.
    /// </summary>
    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken) =>
        (await ControlAsync(["status"], cancellationToken).ConfigureAwait(false)).ExitCode == 0;

    private Task<(int ExitCode, string Output)> ControlAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken) => account.RunAsync(
        Path.Combine(binaries, "pg_ctl"), ["-D", folders.Data, .. arguments],
        options.StartTimeout + TimeSpan.FromSeconds(10), cancellationToken);

    private string ServerSettings() =>
        $"-c listen_addresses='' -c unix_socket_directories='{folders.Socket}' -c unix_socket_permissions=0700 "
        + $"-c port=5432 -c max_connections={options.ConnectionCountMax} -c fsync=on -c synchronous_commit=on "
        + "-c full_page_writes=on -c logging_collector=off -c log_min_error_statement=panic "
        + "-c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0 -c shared_buffers=64MB";

    private void CheckVersion()
    {
        var made = File.ReadAllText(Path.Combine(folders.Data, "PG_VERSION")).Trim();
        var folder = Path.GetFileName(Path.GetDirectoryName(binaries)) ?? "";
        if (int.TryParse(folder, out var major) && made != major.ToString(CultureInfo.InvariantCulture))
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL of this home was made by version {made}, found is version {major}: "
                + $"install the package postgresql-{made}, or move the data with pg_upgrade.");
        }
    }

    private string ReadPassword()
    {
        try
        {
            return File.ReadAllText(folders.PasswordFile).Trim();
        }
        catch (IOException error)
        {
            throw new PrivatePostgresException(
                $"The password file {folders.PasswordFile} of the private PostgreSQL is missing: restore it from the "
                + "backup of this home.",
                error);
        }
    }

    /// <summary>An initdb that was killed leaves files without PG_VERSION being the last sign; start clean.</summary>
    private void ClearHalfMade()
    {
        foreach (var entry in new DirectoryInfo(folders.Data).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private PrivatePostgresException Failed(string what, string output) =>
        IsDiskFull(output)
            ? new PrivatePostgresException($"{what}: the disk is full; free some space under {folders.Data}.")
            : output.Contains("Permission denied", StringComparison.Ordinal)
                ? new PrivatePostgresException(
                    $"{what}: the account {account.Name} cannot reach {folders.Data}; choose a home that it can reach.")
                : new PrivatePostgresException($"{what}: {FirstLine(output)} See {folders.LogFile}.");

    // A block that fits in part is "wrote only 4096 of 8192 bytes", with the hint to check the space.
    private static bool IsDiskFull(string output) =>
        output.Contains("No space left", StringComparison.Ordinal)
        || output.Contains("wrote only", StringComparison.Ordinal)
        || output.Contains("Check free disk space", StringComparison.Ordinal);

    private static string FirstLine(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)
            || line.Contains("FATAL", StringComparison.Ordinal))?.Trim()
        ?? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Trim()
        ?? "no reason was given.";

    private string TailOfLog()
    {
        const int LineCountMax = 20;
        return File.Exists(folders.LogFile) ? "\n"
            + string.Join('\n', File.ReadLines(folders.LogFile).TakeLast(LineCountMax)) : "";
    }
}
