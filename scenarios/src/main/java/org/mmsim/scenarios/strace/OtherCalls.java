package org.mmsim.scenarios.strace;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Names of the Linux system calls that are passed over: they change no mapping, or change one in a way that
 * neither the scenario format nor the recording has words for (shmat's size is in no line of its own).
 * A name that is neither here nor in {@link CallKind} means that the line is no line of strace.
 */
final class OtherCalls {

    private static final String NAMES = """
            get_mempolicy io_destroy io_setup map_shadow_stack mbind migrate_pages mincore mlockall move_pages mseal
            msync munlockall pkey_alloc pkey_free process_madvise process_mrelease remap_file_pages
            set_mempolicy set_mempolicy_home_node shmat shmdt userfaultfd
            kill pidfd_getfd pidfd_open pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tgkill tkill wait4 waitid
            waitpid

            _llseek _newselect _sysctl accept accept4 access acct add_key adjtimex afs_syscall alarm arch_prctl bind bpf
            cachestat capget capset chdir chmod chown chroot clock_adjtime clock_getres clock_gettime clock_nanosleep
            clock_settime close close_range connect copy_file_range creat create_module delete_module dup dup2 dup3
            epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old
            eventfd eventfd2 faccessat faccessat2 fadvise64 fallocate fanotify_init fanotify_mark fchdir fchmod fchmodat
            fchmodat2 fchown fchownat fcntl fcntl64 fdatasync fgetxattr file_getattr file_setattr finit_module
            flistxattr flock fremovexattr fsconfig fsetxattr fsmount fsopen fspick fstat fstat64 fstatat64 fstatfs
            fsync ftruncate futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake futimesat
            get_kernel_syms get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid geteuid getgid
            getgroups getitimer getpeername getpgid getpgrp getpid getpmsg getppid getpriority getrandom getresgid
            getresuid getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid getxattr getxattrat
            init_module inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_getevents
            io_pgetevents io_submit io_uring_enter io_uring_register io_uring_setup ioctl ioperm iopl ioprio_get
            ioprio_set kcmp kexec_file_load kexec_load keyctl landlock_add_rule landlock_create_ruleset
            landlock_restrict_self lchown lgetxattr link linkat listen listmount listxattr listxattrat llistxattr
            lookup_dcookie lremovexattr lseek lsetxattr lsm_get_self_attr lsm_list_modules lsm_set_self_attr lstat
            lstat64 membarrier memfd_create memfd_secret mkdir mkdirat mknod mknodat modify_ldt mount mount_setattr
            move_mount mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv
            msgsnd name_to_handle_at nanosleep newfstatat nfsservctl open open_by_handle_at open_tree open_tree_attr
            openat openat2 pause perf_event_open personality pipe pipe2 pivot_root poll ppoll prctl pread64 preadv
            preadv2 prlimit64 process_vm_readv process_vm_writev pselect6 ptrace putpmsg pwrite64 pwritev pwritev2
            query_module quotactl quotactl_fd read readahead readlink readlinkat readv reboot recv recvfrom recvmmsg
            recvmsg removexattr removexattrat rename renameat renameat2 request_key restart_syscall rmdir rseq
            rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait
            sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
            sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam
            sched_setscheduler sched_yield seccomp security select semctl semget semop semtimedop send sendfile
            sendfile64 sendmmsg sendmsg sendto set_robust_list set_thread_area set_tid_address setdomainname setfsgid
            setfsuid setgid setgroups sethostname setitimer setns setpgid setpriority setregid setresgid setresuid
            setreuid setrlimit setsid setsockopt settimeofday setuid setxattr setxattrat shmctl shmget shutdown
            sigaltstack signalfd signalfd4 sigreturn socket socketpair splice stat stat64 statfs statmount statx
            swapoff swapon symlink symlinkat sync sync_file_range syncfs sysfs sysinfo syslog tee time timer_create
            timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime
            times truncate tuxcall ugetrlimit umask umount umount2 uname unlink unlinkat unshare uretprobe uselib ustat
            utime utimensat utimes vhangup vmsplice vserver write writev
            """;

    private static final TreeSet<String> KNOWN =
            new TreeSet<>(Arrays.asList(NAMES.strip().split("\\s+")));

    private OtherCalls() {}

    /** Also true for {@code syscall_0x1d4}, which is how strace writes a call that is newer than itself. */
    static boolean isKnown(String callName) {
        return KNOWN.contains(callName) || callName.matches("syscall_(0x)?[0-9a-f]+");
    }
}
