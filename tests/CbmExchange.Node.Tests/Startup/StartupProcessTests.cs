using System.Net;
using System.Net.Sockets;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Tests.Faults;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>
/// What stops a start, each with the real program as a process: one plain sentence that says what to do, exit code 2,
/// and a home that is as it was.
/// </summary>
public sealed class StartupProcessTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int ExitFaults = 2;

    [Fact]
    public async Task A_wrong_password()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        Environment.SetEnvironmentVariable("CBM_TEST_REFUSED", home.ConnectionString + ";Password=wrong-secret");
        home.Change(settings => settings with { Database = "env:CBM_TEST_REFUSED" });

        await RefusedAsync(home, [], "The database refused the user or password: check the connection string.");
    }

    [Fact]
    public async Task A_wrong_password_of_the_private_server()
    {
        await using var node = await NodeProcess.MakeAsync("XA");
        var file = Path.Combine(node.Home.Folder, "postgres.password");
        var right = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, "wrong-secret");
        var before = HomePicture.Of(node.Home.Folder);

        var run = await NodeRun.RunAsync([], "serve", "--home", node.Home.Folder);

        Is(
            run,
            $"The private PostgreSQL refuses the password in {file}: restore that file from the backup of this home.");
        Assert.Equal(before, HomePicture.Of(node.Home.Folder));
        Assert.False(node.HasDatabaseFile());
        await File.WriteAllTextAsync(file, right);
        await node.StartAsync();
    }

    [Fact]
    public async Task A_port_in_use()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        home.Change(settings => settings with
        {
            Listeners = settings.Listeners with { Peers = other.LocalEndpoint.ToString()! },
        });

        await RefusedAsync(
            home, [],
            $"Another program uses {other.LocalEndpoint}, the address for peers; stop it, or give another port in "
            + "node.json.");
    }

    [Fact]
    public async Task An_expired_certificate()
    {
        await using var home = await TestHome.MakeAsync(postgres, new ShiftedTime(TimeSpan.FromDays(-100)));
        var now = TimeProvider.System.GetUtcNow();
        using (var root = TlsCertificate.Read(home.Home.RootCertificateFile, home.Home.RootKeyFile, null))
        {
            using var expired = TlsIssuer.IssueNode(
                root, "XA peers", ["localhost"], [IPAddress.Loopback], now.AddDays(-99), now.AddDays(-2));
            File.Delete(home.Home.PeerKeyFile);
            File.Delete(home.Home.PeerCertificateFile);
            expired.Write(home.Home.PeerCertificateFile, home.Home.PeerKeyFile, null);
        }

        await RefusedAsync(
            home, [],
            $"The certificate {home.Home.PeerCertificateFile} is valid from {now.AddDays(-99):yyyy-MM-dd} to "
            + $"{now.AddDays(-2):yyyy-MM-dd} and today is {now:yyyy-MM-dd}; ");
    }

    [Fact]
    public async Task A_clock_ten_minutes_behind_its_own_log()
    {
        await using var home = await TestHome.MakeAsync(postgres, new ShiftedTime(TimeSpan.FromMinutes(10)));

        await RefusedAsync(home, [], "The clock of this machine says ", "but the last entry of this node's own log is");
    }

    [ShiftedClockTheory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_ten_minutes_off_the_database_server(int minutes)
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var clock = new ShiftedClock();

        await RefusedAsync(
            home, clock.Around(TimeSpan.FromMinutes(minutes)),
            "The clock of this machine says ", "but the clock of its database server says");
    }

    [Fact]
    public async Task A_home_of_a_newer_version()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await File.WriteAllTextAsync(home.Home.SettingsFile, """{"formatVersion": 2, "somethingNew": true}""");

        await RefusedAsync(
            home, [],
            $"The home {home.Home.Folder} has format 2 and this program knows formats up to 1: it was made by a newer "
            + "version. Start it with that version or a later one.");
    }

    [Fact]
    public async Task A_database_of_a_newer_version()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await home.QueryAsync(
            "insert into cbm.cbm_migrations (number, name, sha256, applied_at) select max(number) + 1000, "
            + "'newer', max(sha256), now() from cbm.cbm_migrations");

        await RefusedAsync(home, [], "", "made by a newer version");
    }

    [SmallDiskFact]
    public async Task A_missing_binary()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        home.Change(settings => settings with { Database = "private" });
        // An empty disk over the folder of Debian's server programs, seen by the node alone.
        var without = SmallDisk.Around("/usr/lib/postgresql", 1, "exec \"$@\"");

        await RefusedAsync(
            home, without, "PostgreSQL's server programs were not found: install the package \"postgresql\" (sudo bash "
            + "ops/lib/prerequisites.sh postgresql does it), or give a connection string.");
    }

    [SmallDiskFact]
    public async Task A_disk_that_is_nearly_full()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var folder = Directory.CreateTempSubdirectory("cbm-disk-").FullName;
        try
        {
            // The home is copied to the small disk; exit code 99 says that the run changed it.
            var disk = SmallDisk.Around(
                folder, 100,
                $$"""
                cp -a {{home.Home.Folder}}/. "$CBM_DISK"
                sums() { find "$CBM_DISK" -type f ! -name serve.lock -exec sha256sum {} + | sort; }
                before=$(sums); "$@"; code=$?
                [ "$before" = "$(sums)" ] || exit 99
                exit $code
                """);

            var run = await NodeRun.RunAsync(disk, "serve", "--home", folder);

            Is(
                run, $"The disk of {folder} is full: ",
                "MiB are free and at least 256 MiB are needed; make room or move");
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [SmallDiskTheory]
    [InlineData(20, "The private PostgreSQL could not be made: the disk is full; free some space under ")]
    [InlineData(0, "A file or folder cannot be used: ")]
    public async Task Init_on_a_disk_that_is_too_small(int mebibytes, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("cbm-disk-").FullName;
        try
        {
            // Exit code 98 says that something of the home was left; 0 MiB is a disk that was filled.
            var disk = SmallDisk.Around(
                folder, Math.Max(mebibytes, 1),
                $"""
                [ {mebibytes} -gt 0 ] || dd if=/dev/zero of="$CBM_DISK/other" bs=4096 2>/dev/null
                "$@"; code=$?
                [ ! -e "$CBM_DISK/home" ] || exit 98
                exit $code
                """);

            var run = await NodeRun.RunAsync(
                disk, "init", "--home", Path.Combine(folder, "home"), "--instance", TestHome.InstanceFile,
                "--participant", "XA");

            Is(run, sentence);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static async Task RefusedAsync(TestHome home, IReadOnlyList<string> prefix, params string[] parts)
    {
        var before = HomePicture.Of(home.Home.Folder);

        var run = await NodeRun.RunAsync(prefix, "serve", "--home", home.Home.Folder);

        Is(run, parts);
        Assert.DoesNotContain("ready ", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, HomePicture.Of(home.Home.Folder));
    }

    private static void Is(NodeRun run, params string[] parts)
    {
        var sentence = Assert.Single(run.Sentences);
        Assert.StartsWith(parts[0], sentence, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.Equal(ExitFaults, run.ExitCode);
    }
}
